/** Tests of the production scheduling adapters. */
@NullMarked
package dev.vez.app.runtime;

import org.jspecify.annotations.NullMarked;
