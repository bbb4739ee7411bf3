package org.ducksoup.gstreamer.catalogue;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.ducksoup.gstreamer.binding.NativeMemory;
import org.ducksoup.gstreamer.catalogue.TrialOutcome.Ending;
import org.ducksoup.gstreamer.element.ElementFacts;
import org.freedesktop.gstreamer.Gst;
import org.freedesktop.gstreamer.Version;

/**
 * A disposable process that reads trials from its standard input, one per line, and writes a line with each outcome.
 */
final class TrialProcess {
    private TrialProcess() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        NativeMemory.returnLargeBlocks();
        Gst.setSegTrap(false);
        Gst.init(Version.of(1, 20), "trial");
        ElementCatalogue catalogue = new ElementCatalogue();
        out.println("ready");
        BufferedReader trials = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = trials.readLine(); line != null; line = trials.readLine()) {
            EffectTrial trial = EffectTrial.of(line);
            ElementFacts facts = catalogue.find(trial.element()).orElseThrow();
            TrialOutcome outcome;
            try {
                outcome = new TrialChain(trial).run(facts.worksBetterOnPacked(), facts.sinkPad(), facts.sourcePad());
            } catch (RuntimeException e) {
                outcome = TrialOutcome.of(Ending.ERROR, e.toString());
            }
            out.println(TrialOutcome.PREFIX + outcome.line());
        }
        // GStreamer is not shut down, because a crash in its destructors would not be caused by a participant.
        Runtime.getRuntime().halt(0);
    }
}
