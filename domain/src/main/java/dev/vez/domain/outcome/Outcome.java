package dev.vez.domain.outcome;

/** The answer to one command. Each command has a sealed set of its own. */
public sealed interface Outcome
    permits LeadershipOutcome,
        TickOutcome,
        ChangeOutcome,
        EnqueueOutcome,
        AckOutcome,
        AcksOutcome,
        NackOutcome,
        ExtendOutcome,
        ReleaseOutcome,
        AttachOutcome,
        DetachOutcome,
        CreditOutcome,
        RedriveOutcome,
        CreateQueueOutcome,
        DeleteQueueOutcome,
        ConfirmOutcome,
        SetConfigOutcome,
        MoveSharesOutcome,
        AddMemberOutcome,
        RemoveMemberOutcome {}
