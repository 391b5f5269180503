/**
 * The use cases: requests are checked, resolved (queue, hook, id), submitted to a group, and its
 * outcomes turned into answers.
 */
@NullMarked
package dev.vez.engine.service;

import org.jspecify.annotations.NullMarked;
