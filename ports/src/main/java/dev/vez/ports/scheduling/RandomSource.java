package dev.vez.ports.scheduling;

/** The one source of randomness. May be called by any thread. */
public interface RandomSource {

  /** 64 random bits. */
  long nextLong();
}
