/** The program: the command line, configuration, wiring and the server's life cycle. */
@NullMarked
package dev.vez.app;

import org.jspecify.annotations.NullMarked;
