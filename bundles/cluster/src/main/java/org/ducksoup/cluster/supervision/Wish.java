package org.ducksoup.cluster.supervision;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.ducksoup.api.interaction.InteractionKey;

/** What servers ask of each other. */
enum Wish {
    INTERACTIONS,
    FIGURES,
    END,
    EXTEND,
    REMOVE,
    TELL,
    CONTROL,
    REVEAL,
    MARK,
    PIPELINES;

    static final String MEMBER = "wish";
    static final String KEY = "key";
    /** What belongs to it. */
    static final String WITH = "with";

    String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    ObjectNode question() {
        return JsonNodeFactory.instance.objectNode().put(MEMBER, token());
    }

    ObjectNode question(InteractionKey key) {
        ObjectNode question = question();
        StatusJson.write(key, question.putObject(KEY));
        return question;
    }
}
