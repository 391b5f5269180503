/** Tests of the configuration. */
@NullMarked
package dev.vez.app.config;

import org.jspecify.annotations.NullMarked;
