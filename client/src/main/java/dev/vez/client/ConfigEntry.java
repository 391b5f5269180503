package dev.vez.client;

/**
 * An entry of the broker's runtime configuration.
 *
 * @param key its key, 1 to 256 bytes of UTF-8
 * @param value its value, 1 to 1,024 bytes of UTF-8
 */
public record ConfigEntry(String key, String value) {}
