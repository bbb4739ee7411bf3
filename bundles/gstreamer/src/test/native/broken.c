/*
 * An effect that does harm on purpose, for tests of worker processes: what it does is its property "mode". With CRASH_AT_LOAD
 * the plug-in crashes when it is loaded, with HANG_AT_LOAD it never returns.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <gst/base/gstbasetransform.h>
#include <gst/gst.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
  GstBaseTransform parent;
  gchar *mode;
  gdouble amount;
  guint buffers;
} Broken;

typedef struct {
  GstBaseTransformClass parent_class;
} BrokenClass;

enum { PROP_MODE = 1, PROP_AMOUNT };

/* So many buffers pass before the harm is done. */
#define HARMLESS 30

GType broken_get_type(void);
G_DEFINE_TYPE(Broken, broken, GST_TYPE_BASE_TRANSFORM)

static GstStaticPadTemplate sink_template =
    GST_STATIC_PAD_TEMPLATE("sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS("video/x-raw"));
static GstStaticPadTemplate src_template =
    GST_STATIC_PAD_TEMPLATE("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS("video/x-raw"));

/* What a program in a sandbox must not be able to do, as a sentence. */
static gchar *escape(const gchar *outside) {
  int inet = socket(AF_INET, SOCK_STREAM, 0);
  const gchar *network = inet < 0 ? "no socket" : "A SOCKET";
  const gchar *secret = g_getenv("DUCKSOUP_API_TOKEN") ? "A SECRET" : "no secret";
  int file = open(outside, O_WRONLY | O_CREAT, 0600);
  const gchar *written = file < 0 ? "no file" : "A FILE";
  int etc = open("/etc/written", O_WRONLY | O_CREAT, 0600);
  int usr = open("/usr/written", O_WRONLY | O_CREAT, 0600);
  int scratch = open("scratch", O_WRONLY | O_CREAT, 0600);
  pid_t child = fork();
  const gchar *process = child < 0 ? "no process" : "A PROCESS";
  if (child == 0)
    _exit(0);
  int parents = open("/proc/1/environ", O_RDONLY);
  gchar environment[4096] = "";
  if (parents >= 0 && read(parents, environment, sizeof environment - 1) < 0)
    environment[0] = 0;
  const gchar *others = strstr(environment, "DUCKSOUP") ? "ANOTHER'S SECRET" : "no secret of another";
  return g_strdup_printf("%s, %s, %s, %s, %s, %s, %s", network, secret, written,
                         etc < 0 && usr < 0 ? "no system file" : "A SYSTEM FILE", process, others,
                         scratch < 0 ? "NO SCRATCH" : "scratch");
}

static GstFlowReturn transform(GstBaseTransform *base, GstBuffer *buffer) {
  Broken *self = (Broken *)base;
  if (++self->buffers <= HARMLESS)
    return GST_FLOW_OK;
  if (!strcmp(self->mode, "segv")) {
    *(volatile int *)0 = 1;
  } else if (!strcmp(self->mode, "abort")) {
    abort();
  } else if (!strcmp(self->mode, "exit")) {
    _exit(3);
  } else if (!strcmp(self->mode, "loop")) {
    for (volatile int i = 0;; i++)
      ;
  } else if (!strcmp(self->mode, "leak")) {
    memset(malloc(32 << 20), 1, 32 << 20);
  } else if (!strcmp(self->mode, "overrun")) {
    GstMapInfo map;
    gst_buffer_map(buffer, &map, GST_MAP_WRITE);
    memset(map.data, 0x55, map.size + (64 << 20));
    gst_buffer_unmap(buffer, &map);
  } else if (g_str_has_prefix(self->mode, "escape:")) {
    gchar *sentence = escape(self->mode + strlen("escape:"));
    GST_ELEMENT_ERROR(self, LIBRARY, FAILED, ("%s", sentence), (NULL));
    g_free(sentence);
    return GST_FLOW_ERROR;
  }
  return GST_FLOW_OK;
}

static gboolean stop(GstBaseTransform *base) {
  if (!strcmp(((Broken *)base)->mode, "segv-at-stop"))
    *(volatile int *)0 = 1;
  return TRUE;
}

static void set_property(GObject *object, guint id, const GValue *value, GParamSpec *spec) {
  Broken *self = (Broken *)object;
  if (id == PROP_MODE) {
    g_free(self->mode);
    self->mode = g_value_dup_string(value);
  } else {
    self->amount = g_value_get_double(value);
  }
}

static void get_property(GObject *object, guint id, GValue *value, GParamSpec *spec) {
  Broken *self = (Broken *)object;
  if (id == PROP_MODE)
    g_value_set_string(value, self->mode);
  else
    g_value_set_double(value, self->amount);
}

static void broken_init(Broken *self) {
  self->mode = g_strdup("none");
  self->amount = 0.5;
  gst_base_transform_set_in_place(GST_BASE_TRANSFORM(self), TRUE);
}

static void broken_class_init(BrokenClass *klass) {
  GObjectClass *object = G_OBJECT_CLASS(klass);
  object->set_property = set_property;
  object->get_property = get_property;
  g_object_class_install_property(
      object, PROP_MODE, g_param_spec_string("mode", "Mode", "What it does", "none", G_PARAM_READWRITE));
  g_object_class_install_property(
      object, PROP_AMOUNT,
      g_param_spec_double("amount", "Amount", "Does nothing", 0, 1, 0.5,
                          G_PARAM_READWRITE | GST_PARAM_CONTROLLABLE));
  gst_element_class_set_static_metadata(GST_ELEMENT_CLASS(klass), "Broken", "Filter/Effect/Video", "Does harm",
                                        "DuckSoup");
  gst_element_class_add_static_pad_template(GST_ELEMENT_CLASS(klass), &sink_template);
  gst_element_class_add_static_pad_template(GST_ELEMENT_CLASS(klass), &src_template);
  GST_BASE_TRANSFORM_CLASS(klass)->transform_ip = transform;
  GST_BASE_TRANSFORM_CLASS(klass)->stop = stop;
}

static gboolean plugin_init(GstPlugin *plugin) {
#ifdef CRASH_AT_LOAD
  *(volatile int *)0 = 1;
#endif
#ifdef HANG_AT_LOAD
  for (;;)
    sleep(1);
#endif
  return gst_element_register(plugin, "broken", GST_RANK_NONE, broken_get_type());
}

#define PACKAGE "ducksoup"
GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, broken, "Does harm", plugin_init, "1.0", "LGPL", "ducksoup",
                  "https://example.org")
