package dev.vez.app.config;

/**
 * Limits of a single message or script. Text is measured in bytes of UTF-8.
 *
 * @param headersMax headers of a message
 * @param headerNameBytesMax name of a header
 * @param headerValueBytesMax value of a header
 * @param keyBytesMax a fairness key or a throttle key
 * @param throttleKeysMax throttle keys of a message
 * @param scriptBytesMax source of a script
 */
public record MessageLimits(
    int headersMax,
    int headerNameBytesMax,
    int headerValueBytesMax,
    int keyBytesMax,
    int throttleKeysMax,
    int scriptBytesMax) {}
