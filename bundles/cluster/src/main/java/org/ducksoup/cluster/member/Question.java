package org.ducksoup.cluster.member;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import java.io.Serial;
import java.io.Serializable;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A sealed text that one server sends to another one, which answers with a sealed text. Servers of different versions exchange this
 * class, so it stays as it is.
 */
final class Question implements Callable<String>, HazelcastInstanceAware, Serializable {
    /** Where a member has what answers, as a {@link UnaryOperator} of texts. */
    static final String ANSWERING = "org.ducksoup.answering";

    @Serial
    private static final long serialVersionUID = 1;

    private final String sealed;
    private transient @Nullable HazelcastInstance member;

    Question(String sealed) {
        this.sealed = sealed;
    }

    @Override
    public void setHazelcastInstance(HazelcastInstance instance) {
        member = instance;
    }

    /** Empty if the server does not answer yet, or does not know the seal. */
    @Override
    @SuppressWarnings("unchecked")
    public String call() {
        HazelcastInstance here = member;
        Object answering = here == null ? null : here.getUserContext().get(ANSWERING);
        return answering == null ? "" : ((UnaryOperator<String>) answering).apply(sealed);
    }
}
