package dev.vez.ports.scheduling;

import java.util.function.BooleanSupplier;

/** The virtual executors keep the contract. */
class VirtualSerialExecutorTest extends SerialExecutorContract {

  private final VirtualScheduler scheduler = new VirtualScheduler();
  private final VirtualProcess process = scheduler.process();

  @Override
  protected Executors executors() {
    return process;
  }

  @Override
  protected void await(BooleanSupplier condition) {
    scheduler.runUntil(condition);
  }
}
