/**
 * The command line: one class a command. Commands print results on standard output and failures,
 * one line each, on standard error. Exit codes: 0 done, 1 failed, 2 used wrongly.
 */
@NullMarked
package dev.vez.app.cli;

import org.jspecify.annotations.NullMarked;
