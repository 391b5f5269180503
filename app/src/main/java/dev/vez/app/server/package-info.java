/**
 * The server: Dagger puts engine and adapters together, and {@link dev.vez.app.server.VezServer}
 * starts and stops them in the order that keeps every answer true. No other package names an
 * adapter.
 */
@NullMarked
package dev.vez.app.server;

import org.jspecify.annotations.NullMarked;
