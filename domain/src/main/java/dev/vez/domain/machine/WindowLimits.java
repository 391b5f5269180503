package dev.vez.domain.machine;

/**
 * How much of the flows is kept in memory. It changes no outcome.
 *
 * @param budgetBytes heap that the windows of all flows share, 1 or greater
 * @param messagesMax messages that a window takes up while they are enqueued, 1 or greater
 * @param pageMessages messages that one read of the store brings, 1 or greater
 */
record WindowLimits(long budgetBytes, int messagesMax, int pageMessages) {

  private static final int MESSAGES_MAX = 128;
  private static final int PAGE_MESSAGES = 64;

  WindowLimits {
    if (budgetBytes < 1 || messagesMax < 1 || pageMessages < 1) {
      throw new IllegalArgumentException(
          "Expected limits of 1 or more, but got "
              + budgetBytes
              + " bytes, "
              + messagesMax
              + " messages, pages of "
              + pageMessages);
    }
  }

  static WindowLimits ofBudget(long budgetBytes) {
    return new WindowLimits(budgetBytes, MESSAGES_MAX, PAGE_MESSAGES);
  }
}
