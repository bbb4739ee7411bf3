// An experiment of jsPsych: one call with the parameters of its query, and a trial after it. The data of each trial outlive the page.
const query = new URLSearchParams(location.search);
const parameters = JSON.parse(query.get("options"));
const jsPsych = initJsPsych({
  on_data_update: (data) => localStorage.setItem(`${parameters.userId} ${data.trial_type}`, JSON.stringify(data)),
});
const after = { type: jsPsychHtmlButtonResponse, stimulus: "<p id='after'>What comes after the call.</p>", choices: ["Continue"] };

jsPsych.run([{ type: jsPsychDuckSoup, ...parameters }, after]);
