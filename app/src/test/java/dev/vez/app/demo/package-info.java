/** Tests of the demonstration. */
@NullMarked
package dev.vez.app.demo;

import org.jspecify.annotations.NullMarked;
