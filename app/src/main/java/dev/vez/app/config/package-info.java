/**
 * Configuration: TOML file, environment and flags become one {@link dev.vez.app.config.Config}, or
 * a list of everything that is wrong with them. {@link dev.vez.app.config.ConfigKeys} declares each
 * key once: its type, range, default and meaning.
 */
@NullMarked
package dev.vez.app.config;

import org.jspecify.annotations.NullMarked;
