package dev.vez.simulation.consensus;

import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.replication.GroupMember;
import java.nio.file.Path;
import java.util.List;

/**
 * A snapshot that is kept.
 *
 * @param folder where it lies
 * @param position what it holds
 * @param members as of that position
 */
record Snapshot(Path folder, AppliedPosition position, List<GroupMember> members) {}
