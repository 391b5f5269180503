/** Tests of logging. */
@NullMarked
package dev.vez.app.logging;

import org.jspecify.annotations.NullMarked;
