package dev.vez.domain.record;

/** One logical record of a group's state; a store keeps the latest of each key. */
public sealed interface StateRecord
    permits GroupRecord,
        QueueRecord,
        FlowRecord,
        MessageRecord,
        PayloadRecord,
        LeaseRecord,
        DelayedRecord,
        FailureRecord,
        RedriveRecord,
        IdempotencyKeyRecord,
        KeyExpiryRecord,
        KeyCountRecord,
        ConsumerRecord,
        DigestRecord,
        CatalogueRecord,
        PendingChangeRecord,
        GroupMarkRecord,
        ConfigRecord,
        BucketRecord,
        SharesRecord,
        MemberRecord {

  /** Under which the store finds it. */
  RecordKey key();
}
