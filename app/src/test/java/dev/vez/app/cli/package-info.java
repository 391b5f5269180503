/** Tests of the command line against a broker that answers what a test tells it. */
@NullMarked
package dev.vez.app.cli;

import org.jspecify.annotations.NullMarked;
