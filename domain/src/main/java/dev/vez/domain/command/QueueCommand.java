package dev.vez.domain.command;

/** A command to the queue machine of a data group. */
public sealed interface QueueCommand extends Command
    permits Tick,
        CarryOutChange,
        EnqueueMessages,
        AckMessage,
        NackMessage,
        ExtendLease,
        AttachConsumer,
        DetachConsumer,
        GrantCredit,
        RedriveMessages {}
