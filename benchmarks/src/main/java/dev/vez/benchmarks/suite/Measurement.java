package dev.vez.benchmarks.suite;

/**
 * One figure.
 *
 * @param name its name, the same in every version
 * @param value the figure
 * @param unit its unit, such as {@code /s}, {@code us}, {@code MiB}, {@code %}
 */
record Measurement(String name, double value, String unit) {}
