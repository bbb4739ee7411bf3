#!/usr/bin/env bash
# Makes the sources of an archetype from a class of the bundle `examples` and its test: their names become placeholders.
# from-example.sh EXAMPLES name Kind OUT: markers Observer is MarkersObserver in org.example.markers.
set -euo pipefail
examples=$1 name=$2 kind=$3 out=$4
class=${name^}$kind

# Velocity, which fills the placeholders, reads these characters as its own.
fill() {
    ! grep -n '[$#]' "$1" || { echo "$1: archetypes cannot have \$ or #" >&2; exit 1; }
    sed -e "s/$class/\${className}$kind/g" \
        -e 's/org\.ducksoup\.examples/${package}/g' \
        -e "s/org\.example\.$name/\${groupId}.\${name}/g" \
        -e "s/\b$name\b/\${name}/g" "$1"
}

mkdir -p "$out/main/java" "$out/test/java"
fill "$examples/main/java/org/ducksoup/examples/$class.java" >"$out/main/java/__className__$kind.java"
fill "$examples/test/java/org/ducksoup/examples/${class}Test.java" >"$out/test/java/__className__${kind}Test.java"
