package dev.vez.domain.command;

/** Takes a node off the list of members; the last one stays. What it has stored stays with it. */
public record RemoveMember(long nodeId) implements CatalogueCommand {}
