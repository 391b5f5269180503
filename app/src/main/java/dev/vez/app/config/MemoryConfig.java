package dev.vez.app.config;

/**
 * What memory is for.
 *
 * @param storeBytes native memory of the store
 * @param storeWriteBytes the part of it for writes not yet in files
 * @param windowBytes heap for the next messages of all flows
 * @param freshPayloadBytes heap for payloads just enqueued
 */
public record MemoryConfig(
    long storeBytes, long storeWriteBytes, long windowBytes, long freshPayloadBytes) {}
