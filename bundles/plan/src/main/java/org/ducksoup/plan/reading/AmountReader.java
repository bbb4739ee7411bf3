package org.ducksoup.plan.reading;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.plan.model.Amount;
import org.ducksoup.plan.text.Item;
import org.ducksoup.plan.text.Row;
import org.ducksoup.plan.text.Scalar;
import org.ducksoup.plan.text.Section;
import org.ducksoup.plan.text.TimeText;
import org.jspecify.annotations.Nullable;

/** Reads a value that may depend on the condition, and on chance. */
final class AmountReader {
    static final List<String> KEYS = List.of("random", "choice", "order", "place", "condition");
    private static final List<String> WAYS = List.of("random", "choice", "order", "condition");
    private static final Amount NOTHING = new Amount.Fixed(new PropertyValue.DoubleValue(0));

    /** What an amount is. */
    enum Kind {
        VALUE("is a number, true, false or a word", "write one value"),
        NUMBER("is a number", "write a number such as 1.2, without quotes"),
        TIME("are " + TimeText.FORM + ", up to 86400 s", "write a time such as 90 or 1:30");

        private final String form;
        private final String remedy;

        Kind(String form, String remedy) {
            this.form = form;
            this.remedy = remedy;
        }
    }

    private final Known known;

    AmountReader(Known known) {
        this.known = known;
    }

    /** @param repeats whether the step repeats, and so has a number for each repetition */
    Amount read(Item item, Kind kind, boolean repeats) {
        if (item instanceof Scalar) {
            return value(item, kind).<Amount>map(Amount.Fixed::new).orElse(NOTHING);
        }
        if (!(item instanceof Section section)) {
            known.problems().wrong(item, kind.form, "write one value, or choice: [a, b] for one by chance");
            return NOTHING;
        }
        SectionFields fields = new SectionFields(section, known.problems(), KEYS);
        String way = fields.one(WAYS, "remove all but one");
        Amount amount = way == null ? null : read(fields, way, kind, repeats);
        Item place = fields.get("place");
        if (place != null && !"order".equals(way)) {
            known.problems().conflict(place, "is here without order", "is place with order only", "remove it");
        }
        return amount == null ? NOTHING : amount;
    }

    private @Nullable Amount read(SectionFields fields, String way, Kind kind, boolean repeats) {
        return switch (way) {
            case "random" -> uniform(fields, kind);
            case "choice" -> {
                List<PropertyValue> values = values(fields, "choice", kind);
                yield values.isEmpty() ? null : new Amount.Choice(values);
            }
            case "order" -> ordered(fields, kind, repeats);
            default -> byCondition(fields, kind, repeats);
        };
    }

    private @Nullable Amount uniform(SectionFields fields, Kind kind) {
        Item item = fields.get("random");
        List<Item> ends = item instanceof Row row ? row.items() : List.of();
        List<Optional<Double>> numbers = ends.stream()
                .map(end -> value(end, kind == Kind.VALUE ? Kind.NUMBER : kind).map(AmountReader::number))
                .toList();
        if (item != null && ends.size() != 2) {
            known.problems().wrong(item, "is a list of the lowest and the highest value", "write random: [0.5, 1.5]");
        }
        if (numbers.size() != 2 || numbers.get(0).isEmpty() || numbers.get(1).isEmpty()) {
            return null;
        }
        double min = numbers.get(0).get();
        double max = numbers.get(1).get();
        if (item != null && min >= max) {
            known.problems().conflict(item, "begins with the higher value", "is the lower one first", "exchange them");
        }
        return new Amount.Uniform(min, max);
    }

    private static double number(PropertyValue value) {
        return value instanceof PropertyValue.DoubleValue number ? number.value() : 0;
    }

    /** At least two values. */
    List<PropertyValue> values(SectionFields fields, String key, Kind kind) {
        List<PropertyValue> values = new ArrayList<>();
        Item item = fields.get(key);
        if (item instanceof Row row && row.items().size() >= 2) {
            row.items().forEach(each -> value(each, kind).ifPresent(values::add));
        } else if (item != null) {
            known.problems().wrong(item, "is a list of two or more values", "write " + key + ": [0.8, 1.2]");
        }
        return values;
    }

    private @Nullable Amount ordered(SectionFields fields, Kind kind, boolean repeats) {
        Item item = fields.get("order");
        if (item == null) {
            return null;
        }
        String order = fields.word(item, "", known.orders().keySet(), "add it to orders at the top of the plan");
        List<PropertyValue> values = known.orders().getOrDefault(order, List.of());
        boolean numbers = values.stream().allMatch(value -> value instanceof PropertyValue.DoubleValue);
        if (!order.isEmpty() && kind != Kind.VALUE && !numbers) {
            known.problems().conflict(item, "is an order with words in it", kind.form, "use an order of numbers");
        }
        if (!fields.has("place") && !repeats && !order.isEmpty()) {
            known.problems()
                    .missing(
                            fields.section(),
                            "place",
                            "are whole numbers from 1 to " + values.size(),
                            "write which one of the shuffled values it is, or let the step repeat by limit");
        }
        Integer place = fields.has("place") ? (Integer) fields.whole("place", 1, 1, Math.max(1, values.size())) : null;
        return new Amount.Ordered(order, place);
    }

    private @Nullable Amount byCondition(SectionFields fields, Kind kind, boolean repeats) {
        Section section = fields.section("condition", "write condition: {" + known.firstCondition() + ": 1}");
        if (section == null) {
            return null;
        }
        section.allow(known.conditions(), known.problems());
        Map<String, Amount> amounts = new LinkedHashMap<>();
        section.entries().forEach((condition, item) -> {
            if (item instanceof Section inner && inner.has("condition")) {
                known.problems().conflict(item, "has conditions again", "is one level of them", "write a value");
            } else {
                amounts.put(condition, read(item, kind, repeats));
            }
        });
        return new Amount.ByCondition(amounts);
    }

    /** A plain value, or a problem. */
    Optional<PropertyValue> value(Item item, Kind kind) {
        if (item instanceof Scalar scalar && kind == Kind.TIME) {
            Optional<Duration> time = TimeText.parse(scalar.text()).filter(t -> t.compareTo(Known.MAX_TIME) <= 0);
            if (time.isPresent()) {
                return time.map(t -> new PropertyValue.DoubleValue(t.toMillis() / 1e3));
            }
        } else if (item instanceof Scalar scalar) {
            Optional<BigDecimal> number = scalar.number();
            if (number.isPresent()) {
                return number.map(n -> new PropertyValue.DoubleValue(n.doubleValue()));
            }
            if (kind == Kind.VALUE && !scalar.text().isEmpty() && scalar.text().length() <= 200) {
                return Optional.of(new PropertyValue.StringValue(scalar.text()));
            }
        }
        known.problems().wrong(item, kind.form, kind.remedy);
        return Optional.empty();
    }
}
