package dev.vez.engine.routing;

import dev.vez.engine.group.GroupStatus;
import dev.vez.engine.group.ReplicaState;
import dev.vez.ports.replication.ConsensusGroup;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The groups on one node, by number.
 *
 * @param statuses how its member of each is doing
 * @param members its member of each, none before that is open
 * @param states what each holds, none where it is not open
 */
public record GroupsHere(
    IntFunction<GroupStatus> statuses,
    IntFunction<@Nullable ConsensusGroup> members,
    IntFunction<CompletionStage<Optional<ReplicaState>>> states) {}
