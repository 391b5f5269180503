package dev.vez.domain.effect;

/**
 * What the leader does once an entry of its own term is durable, in log order. {@link WakeAt} and
 * {@link CloseConsumer} may repeat; a {@link Deliver} is carried out at most once. The others only
 * tell what has happened.
 */
public sealed interface Effect
    permits Deliver,
        WakeAt,
        CloseConsumer,
        RedriveDone,
        DeadLettersRetried,
        LeasesExpired,
        TurnsTaken,
        TokensAsked {}
