package dev.vez.engine.catalogue;

import dev.vez.domain.id.QueueId;
import dev.vez.engine.hook.QueueScript;
import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.FailureHook;
import org.jspecify.annotations.Nullable;

/**
 * A queue that can be used.
 *
 * @param name its name
 * @param id its id
 * @param group the data group that hosts it
 * @param onEnqueue its compiled {@code on_enqueue} script, none where it has none
 * @param onFailure its compiled {@code on_failure} script, none where it has none
 */
public record CatalogueEntry(
    String name,
    QueueId id,
    int group,
    @Nullable QueueScript<EnqueueHook> onEnqueue,
    @Nullable QueueScript<FailureHook> onFailure) {}
