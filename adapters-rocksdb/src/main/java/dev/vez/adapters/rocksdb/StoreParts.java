package dev.vez.adapters.rocksdb;

/**
 * What an open store is made of.
 *
 * @param group whose state it is
 * @param name what to call it in messages
 * @param durability what brings it back after a crash
 * @param database closed with the store
 * @param syncedMark closed with the store
 * @param failStop told of every failure
 * @param inspector reads its checkpoints
 * @param onClosed run once everything is closed
 */
record StoreParts(
    int group,
    String name,
    Durability durability,
    Database database,
    SyncedMark syncedMark,
    FailStop failStop,
    StoreInspector inspector,
    Runnable onClosed) {}
