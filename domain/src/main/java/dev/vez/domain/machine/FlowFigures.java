package dev.vez.domain.machine;

/**
 * Figures of one flow after the last entry.
 *
 * @param fairnessKey its key
 * @param pending messages that wait
 * @param deficit what is left of its visits
 * @param weight its weight
 */
public record FlowFigures(String fairnessKey, long pending, long deficit, int weight) {}
