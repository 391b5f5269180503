package dev.vez.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * What logback does before {@link Logs#start}: nothing. Named in {@code META-INF/services}, so that
 * it is found before logback looks for files or falls back to printing everything.
 */
public final class SilentStart extends ContextAwareBase implements Configurator {

  /** For the service loader. */
  public SilentStart() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
