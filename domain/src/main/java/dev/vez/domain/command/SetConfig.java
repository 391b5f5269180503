package dev.vez.domain.command;

/**
 * Sets an entry of the runtime configuration.
 *
 * @param key its key, 1 to 256 bytes of UTF-8
 * @param value its value, at most 1,024 bytes of UTF-8; empty to remove it
 * @param limits what the whole configuration may grow to
 */
public record SetConfig(String key, String value, ConfigLimits limits)
    implements CatalogueCommand {}
