package org.ducksoup.gstreamer.binding;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** {@code libgobject-2.0}, and through it {@code libglib-2.0}: types, their properties, values. */
public final class GObjectLibrary {
    static {
        Native.register(GObjectLibrary.class, NativeLibrary.getInstance("gobject-2.0"));
    }

    private GObjectLibrary() {}

    public static native Pointer g_type_class_ref(long type);

    public static native long g_type_fundamental(long type);

    public static native String g_type_name(long type);

    public static native @Nullable Pointer g_object_class_find_property(Pointer type, String name);

    public static native Pointer g_object_class_list_properties(Pointer type, Pointer count);

    public static native void g_object_set_property(long object, String name, Pointer value);

    public static native void g_object_get_property(long object, String name, Pointer value);

    public static native Pointer g_value_init(Pointer value, long type);

    public static native void g_value_unset(Pointer value);

    public static native void g_value_set_boolean(Pointer value, int content);

    public static native void g_value_set_int(Pointer value, int content);

    public static native void g_value_set_uint(Pointer value, int content);

    public static native void g_value_set_int64(Pointer value, long content);

    public static native void g_value_set_uint64(Pointer value, long content);

    public static native void g_value_set_long(Pointer value, long content);

    public static native void g_value_set_ulong(Pointer value, long content);

    public static native void g_value_set_float(Pointer value, float content);

    public static native void g_value_set_double(Pointer value, double content);

    public static native void g_value_set_enum(Pointer value, int content);

    public static native void g_value_set_flags(Pointer value, int content);

    public static native void g_value_set_string(Pointer value, String content);

    /** The value keeps owning the object. */
    public static native long g_value_get_object(long value);

    public static native int g_value_get_int(Pointer value);

    public static native int g_value_get_uint(Pointer value);

    public static native long g_value_get_int64(Pointer value);

    public static native long g_value_get_uint64(Pointer value);

    public static native long g_value_get_long(Pointer value);

    public static native long g_value_get_ulong(Pointer value);

    public static native float g_value_get_float(Pointer value);

    public static native double g_value_get_double(Pointer value);
}
