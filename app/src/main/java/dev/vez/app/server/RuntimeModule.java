package dev.vez.app.server;

import dagger.Binds;
import dagger.Module;
import dagger.Provides;
import dev.vez.app.runtime.SplittableRandomSource;
import dev.vez.app.runtime.SystemClock;
import dev.vez.app.runtime.ThreadExecutors;
import dev.vez.app.runtime.ThreadTimers;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.Executors;
import dev.vez.ports.scheduling.RandomSource;
import dev.vez.ports.scheduling.Timers;
import jakarta.inject.Singleton;
import java.lang.Thread.UncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Time, threads and randomness of this machine. */
@Module
interface RuntimeModule {

  @Provides
  @Singleton
  static Clock clock() {
    return new SystemClock();
  }

  @Provides
  @Singleton
  static RandomSource random() {
    return new SplittableRandomSource();
  }

  @Provides
  static UncaughtExceptionHandler onUncaught() {
    Logger log = LoggerFactory.getLogger(RuntimeModule.class);
    return (thread, failure) -> log.error("A task of {} has failed", thread.getName(), failure);
  }

  @Provides
  @Singleton
  static ThreadTimers threadTimers(UncaughtExceptionHandler onUncaught) {
    return new ThreadTimers(onUncaught);
  }

  @Binds
  Timers timers(ThreadTimers timers);

  @Provides
  @Singleton
  static Executors executors(UncaughtExceptionHandler onUncaught) {
    return new ThreadExecutors(onUncaught);
  }
}
