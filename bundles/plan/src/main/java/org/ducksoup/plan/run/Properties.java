package org.ducksoup.plan.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.api.plan.PlanAct;
import org.ducksoup.plan.model.Condition;
import org.ducksoup.plan.model.PropertyPath;
import org.ducksoup.plan.model.RoleEffects;
import org.ducksoup.plan.timetable.DrawnAct;
import org.jspecify.annotations.Nullable;

/** The value that each property has at any time. The newest act on a property counts, from the value that it finds. */
final class Properties {
    private static final Duration AT_ONCE = Duration.ZERO;

    /** The way of a property to its newest value. */
    private static final class Course {
        private final Condition condition;
        private @Nullable PropertyValue lasting;
        private @Nullable PropertyValue from;
        private @Nullable PropertyValue to;
        private Duration begin = Duration.ZERO;
        private Duration end = Duration.ZERO;
        private int changes;

        Course(Condition condition) {
            this.condition = condition;
        }

        void lead(PropertyPath path, PropertyValue value, Duration now, Duration over) {
            from = to == null ? initial(path) : at(now);
            to = value;
            begin = now;
            end = now.plus(over);
            changes++;
        }

        private @Nullable PropertyValue initial(PropertyPath path) {
            Double number = condition.effects(path.role()).initial(path.effect(), path.property());
            return number == null ? null : new PropertyValue.DoubleValue(number);
        }

        /** The last value that was meant to stay. */
        @Nullable
        PropertyValue staying(PropertyPath path) {
            return lasting == null ? initial(path) : lasting;
        }

        @Nullable
        PropertyValue at(Duration now) {
            if (now.compareTo(end) < 0
                    && from instanceof PropertyValue.DoubleValue first
                    && to instanceof PropertyValue.DoubleValue last) {
                double way =
                        (double) now.minus(begin).toNanos() / end.minus(begin).toNanos();
                return new PropertyValue.DoubleValue(first.value() + (last.value() - first.value()) * way);
            }
            return to;
        }
    }

    private final Map<PropertyPath, Course> courses = new LinkedHashMap<>();
    private final Condition condition;

    Properties(List<String> roles, Condition condition) {
        this.condition = condition;
        for (String role : roles) {
            RoleEffects effects = condition.effects(role);
            effects.values().forEach((key, value) -> {
                String[] parts = key.split("\\.", 2);
                PropertyPath path = new PropertyPath(role, parts[0], parts[1]);
                Course course = course(path);
                course.lasting = value;
                course.to = value;
            });
        }
    }

    private Course course(PropertyPath path) {
        return courses.computeIfAbsent(path, unused -> new Course(condition));
    }

    void set(PropertyPath path, PropertyValue value, Duration now) {
        Course course = course(path);
        course.lead(path, value, now, AT_ONCE);
        course.lasting = value;
    }

    /** The attack of a ramp. */
    void ramp(DrawnAct.Ramp ramp, Duration now) {
        Course course = course(ramp.property());
        PropertyValue staying = course.staying(ramp.property());
        course.lead(ramp.property(), ramp.to(), now, ramp.attack());
        course.lasting = ramp.sustain() == null ? ramp.to() : staying;
    }

    /** The way back of a ramp. */
    PlanAct release(DrawnAct.Ramp ramp, Duration now) {
        Course course = course(ramp.property());
        PropertyValue back = ramp.back() == null ? course.staying(ramp.property()) : ramp.back();
        PropertyValue there = Objects.requireNonNullElse(back, ramp.to());
        course.lead(ramp.property(), there, now, ramp.release());
        course.lasting = there;
        return control(ramp.property(), there, ramp.release());
    }

    /** Changes with each act on the property. */
    int change(PropertyPath path) {
        return course(path).changes;
    }

    static PlanAct control(PropertyPath path, PropertyValue value, Duration over) {
        return new PlanAct.Control(path.role(), path.effect(), path.property(), value, over);
    }

    List<PlanAct> restore(String role, Duration now) {
        List<PlanAct> acts = new ArrayList<>();
        courses.forEach((path, course) -> {
            PropertyValue value = course.at(now);
            if (path.role().equals(role) && value != null) {
                acts.add(control(path, value, AT_ONCE));
                if (now.compareTo(course.end) < 0 && course.to != null && !course.to.equals(value)) {
                    acts.add(control(path, course.to, course.end.minus(now)));
                }
            }
        });
        return acts;
    }
}
