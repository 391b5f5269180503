package dev.vez.simulation.audit;

import dev.vez.simulation.audit.Event.LimitSet;
import dev.vez.simulation.audit.Event.Scheduled;
import dev.vez.simulation.audit.Event.SetConfigCalled;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges the runtime configuration: what is shown of it, and by which rates groups go. */
final class ConfigAudit {

  private static final String THROTTLE_PREFIX = "throttle.";

  private final int dataGroups;
  private final ThrottleAudit throttles;
  private final Findings findings;
  private final ConfigStories stories;

  ConfigAudit(int dataGroups, boolean isReplicated, ThrottleAudit throttles, Findings findings) {
    this.dataGroups = dataGroups;
    this.throttles = throttles;
    this.findings = findings;
    this.stories = new ConfigStories(isReplicated);
  }

  void called(SetConfigCalled call, long at) {
    stories.called(call, at);
  }

  void over(SetConfigCalled call, Answer answer, long at) {
    stories.over(call, answer, at);
    if (answer == Answer.ACCEPTED) {
      checkLimits(call.key());
    }
  }

  /** A group goes by other limits. */
  void scheduled(Scheduled event) {
    for (LimitSet change : event.limits()) {
      checkLimits(event.group(), THROTTLE_PREFIX + change.throttleKey(), change.limits());
    }
  }

  void listed(Map<String, String> entries) {
    for (String key : stories.keys()) {
      String shown = entries.getOrDefault(key, "");
      Set<String> expected = stories.values(key);
      if (!expected.contains(shown)) {
        findings.breach(
            Invariant.ACCEPTED_CONFIG_STAYS,
            "The value of " + key + " is shown as " + shown + ", but can only be of " + expected);
      }
      checkLimits(key);
    }
  }

  private void checkLimits(String key) {
    if (key.startsWith(THROTTLE_PREFIX)) {
      for (int group = 1; group <= dataGroups; group++) {
        checkLimits(group, key, throttles.limits(group, key.substring(THROTTLE_PREFIX.length())));
      }
    }
  }

  private void checkLimits(int group, String key, @Nullable RateLimit limits) {
    Set<String> expected = stories.values(key);
    boolean isExpected =
        limits == null
            ? expected.contains("")
            : expected.stream()
                .anyMatch(
                    value ->
                        !value.isEmpty() && RateLimit.of(value).share(dataGroups).equals(limits));
    if (!isExpected) {
      findings.breach(
          Invariant.ACCEPTED_CONFIG_STAYS,
          "Group "
              + group
              + " goes by "
              + limits
              + " for "
              + key
              + ", but its value can only be of "
              + expected);
    }
  }
}
