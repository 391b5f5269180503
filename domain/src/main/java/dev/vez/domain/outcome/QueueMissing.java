package dev.vez.domain.outcome;

/** The group hosts no queue of this id. */
public record QueueMissing()
    implements EnqueueOutcome,
        AckOutcome,
        AcksOutcome,
        NackOutcome,
        ExtendOutcome,
        AttachOutcome,
        RedriveOutcome {}
