package dev.vez.engine.group;

import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.machine.StateMachine;
import dev.vez.domain.record.StateReader;
import java.util.function.Function;

/**
 * What makes one group different from another.
 *
 * @param number its number, 0 for meta
 * @param takeOver first command of a leader, which gives a new group its settings
 * @param recovery builds the state machine from what the store holds
 * @param <M> the state machine
 */
public record GroupDefinition<M extends StateMachine>(
    int number, BecomeLeader takeOver, Function<? super StateReader, ? extends M> recovery) {}
