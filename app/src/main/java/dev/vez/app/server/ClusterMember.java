package dev.vez.app.server;

import dev.vez.adapters.grpc.peers.ClusterSecret;
import dev.vez.app.config.ClusterConfig;
import dev.vez.engine.cluster.ClusterSetup;
import dev.vez.ports.peers.Peers;

/**
 * What a node in a cluster has beyond a node alone.
 *
 * @param config as configured
 * @param setup its place
 * @param peers calls the other nodes
 * @param secret of the cluster
 */
record ClusterMember(ClusterConfig config, ClusterSetup setup, Peers peers, ClusterSecret secret) {}
