package dev.vez.engine.service;

/**
 * Limits of a single request, checked before anything is proposed. Text is measured in bytes of
 * UTF-8.
 *
 * @param messageBytesMax headers and body of a message
 * @param headersMax headers of a message
 * @param headerNameBytesMax name of a header
 * @param headerValueBytesMax value of a header
 * @param keyBytesMax a fairness key or a throttle key
 * @param throttleKeysMax throttle keys of a message
 * @param scriptBytesMax a script
 */
public record RequestLimits(
    int messageBytesMax,
    int headersMax,
    int headerNameBytesMax,
    int headerValueBytesMax,
    int keyBytesMax,
    int throttleKeysMax,
    int scriptBytesMax) {

  public static final RequestLimits DEFAULT =
      new RequestLimits(4 << 20, 128, 256, 8 << 10, 1_024, 16, 64 << 10);

  public RequestLimits {
    requirePositive("messageBytesMax", messageBytesMax);
    requirePositive("headersMax", headersMax);
    requirePositive("headerNameBytesMax", headerNameBytesMax);
    requirePositive("headerValueBytesMax", headerValueBytesMax);
    requirePositive("keyBytesMax", keyBytesMax);
    requirePositive("throttleKeysMax", throttleKeysMax);
    requirePositive("scriptBytesMax", scriptBytesMax);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("Expected " + name + " of 1 or more, but got " + value);
    }
  }
}
