package dev.vez.app.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code vez bench} was asked for.
 *
 * @param only groups or names of benchmarks, or beginnings of names; empty for all
 * @param isListing whether to tell only what there is
 * @param depth messages of the deep queue, 100,000 or greater
 * @param rounds how often a failure is repeated of which percentiles are told, 1 or greater
 * @param json where to write the results
 * @param compare results of an earlier run to compare with
 * @param isTerminal whether progress may overwrite its line
 */
public record BenchmarkRequest(
    List<String> only,
    boolean isListing,
    int depth,
    int rounds,
    Optional<Path> json,
    Optional<Path> compare,
    boolean isTerminal) {}
