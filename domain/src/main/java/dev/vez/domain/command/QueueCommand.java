package dev.vez.domain.command;

/** A command to the queue machine of a data group. */
public sealed interface QueueCommand extends Command
    permits Tick,
        CarryOutChange,
        EnqueueMessages,
        AckMessage,
        AckMessages,
        NackMessage,
        ExtendLease,
        ReleaseLeases,
        AttachConsumer,
        DetachConsumer,
        GrantCredit,
        RedriveMessages {}
