/** Tests of the client, against a broker in the same process that does what a test tells it. */
@NullMarked
package dev.vez.client;

import org.jspecify.annotations.NullMarked;
