package dev.vez.ports.scheduling;

import java.util.function.BooleanSupplier;

/** The virtual timers keep the contract. */
class VirtualTimersTest extends TimersContract {

  private final VirtualScheduler scheduler = new VirtualScheduler();
  private final VirtualProcess process = scheduler.process();

  @Override
  protected Timers timers() {
    return process;
  }

  @Override
  protected Clock clock() {
    return process;
  }

  @Override
  protected void await(BooleanSupplier condition) {
    scheduler.runUntil(condition);
  }
}
