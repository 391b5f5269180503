package dev.vez.ports.api;

/** A lease was ended or moved as asked. */
public record Settled() {

  public static final Settled INSTANCE = new Settled();
}
