// A plug-in of jsPsych uses the jsPsych of the page: as a script, that is the global `jsPsychModule`; as a module, the package `jspsych`.

/** The plug-in for esbuild. */
export const jsPsychOfThePage = {
  name: "jspsych-of-the-page",
  setup(build) {
    build.onResolve({ filter: /^jspsych$/ }, ({ path }) => ({ path, namespace: "page" }));
    build.onLoad({ filter: /.*/, namespace: "page" }, () => ({ contents: "module.exports = jsPsychModule;", loader: "js" }));
  },
};
