package dev.vez.engine;

import dev.vez.domain.record.GroupSettings;
import dev.vez.engine.delivery.DeliveryOptions;
import dev.vez.engine.group.GroupOptions;
import dev.vez.engine.hook.HookOptions;
import dev.vez.engine.service.AdminOptions;
import dev.vez.engine.service.RequestLimits;

/**
 * Configuration of the engine on this node.
 *
 * @param group limits of the groups' loops
 * @param delivery limits of delivery
 * @param limits of single requests
 * @param hooks limits of running scripts
 * @param admin what administration needs to know
 * @param initialSettings given to a data group when it is new; ignored later
 * @param windowBytesMax heap that the windows of all flows of a data group share, 1 or greater
 * @param diskReserveBytes room on the disk below which new messages are refused; 0 for none
 * @param drainMillis how long requests that wait are given at shutdown, 1 or greater
 */
public record EngineOptions(
    GroupOptions group,
    DeliveryOptions delivery,
    RequestLimits limits,
    HookOptions hooks,
    AdminOptions admin,
    GroupSettings initialSettings,
    long windowBytesMax,
    long diskReserveBytes,
    long drainMillis) {

  /** For a node alone. */
  public static final EngineOptions DEFAULT =
      new EngineOptions(
          GroupOptions.DEFAULT,
          DeliveryOptions.DEFAULT,
          RequestLimits.DEFAULT,
          HookOptions.DEFAULT,
          AdminOptions.DEFAULT,
          GroupSettings.DEFAULT,
          128 << 20,
          512 << 20,
          10_000);

  public EngineOptions {
    if (diskReserveBytes < 0) {
      throw new IllegalArgumentException(
          "Expected diskReserveBytes of 0 or more, but got " + diskReserveBytes);
    }
    if (windowBytesMax < 1 || drainMillis < 1) {
      throw new IllegalArgumentException(
          "Expected windowBytesMax and drainMillis of 1 or more, but got "
              + windowBytesMax
              + " and "
              + drainMillis);
    }
  }
}
