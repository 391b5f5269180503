package dev.vez.app.config;

/** What goes to the log: everything at this level and above it. */
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG,
  TRACE
}
