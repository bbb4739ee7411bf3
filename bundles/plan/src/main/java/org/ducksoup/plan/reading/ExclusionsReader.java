package org.ducksoup.plan.reading;

import java.time.Duration;
import java.util.List;
import org.ducksoup.api.interaction.ExclusionRules;
import org.ducksoup.plan.text.Problems;
import org.ducksoup.plan.text.Section;
import org.jspecify.annotations.Nullable;

/** Reads who is not to be analysed. */
final class ExclusionsReader {
    static final List<String> KEYS = List.of("lostSoundPercent", "lostPicturePercent", "away", "deviations");

    private static final int MAX_DEVIATIONS = 1_000_000;

    private ExclusionsReader() {}

    static ExclusionRules read(@Nullable Section section, Problems problems) {
        if (section == null) {
            return ExclusionRules.NONE;
        }
        SectionFields fields = new SectionFields(section, problems, KEYS);
        Long deviations = fields.optionalWhole("deviations", MAX_DEVIATIONS);
        return new ExclusionRules(
                fields.optionalNumber("lostSoundPercent", 0, 100),
                fields.optionalNumber("lostPicturePercent", 0, 100),
                fields.optionalTime("away", Duration.ZERO, Known.MAX_TIME),
                deviations == null ? null : deviations.intValue());
    }
}
