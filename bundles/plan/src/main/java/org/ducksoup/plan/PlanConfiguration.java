package org.ducksoup.plan;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.ducksoup.plan.cfg}. */
@ObjectClassDefinition(name = "DuckSoup plans", description = "Where plans of experiments are")
public @interface PlanConfiguration {
    @AttributeDefinition(description = "Directory of the plans; empty for plans in the container's etc")
    String plansDirectory() default "";

    @AttributeDefinition(description = "Directory of the keys to the conditions' codes, and of assignments")
    String stateDirectory() default "plan-state";

    @AttributeDefinition(description = "Whether codes and assignments are those of all servers of a cluster")
    boolean clustered() default false;
}
