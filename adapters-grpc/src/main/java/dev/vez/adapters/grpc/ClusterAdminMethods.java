package dev.vez.adapters.grpc;

import dev.vez.ports.api.ClusterAdmin;
import dev.vez.ports.api.ClusterStatus;
import dev.vez.ports.api.Settled;
import dev.vez.protos.vez.v1.ClusterAdminGrpc;
import dev.vez.protos.vez.v1.ClusterGroup;
import dev.vez.protos.vez.v1.ClusterNode;
import dev.vez.protos.vez.v1.GetStatusRequest;
import dev.vez.protos.vez.v1.GetStatusResponse;
import dev.vez.protos.vez.v1.GroupReplica;
import dev.vez.protos.vez.v1.RemoveNodeRequest;
import dev.vez.protos.vez.v1.RemoveNodeResponse;
import dev.vez.protos.vez.v1.TransferLeadershipRequest;
import dev.vez.protos.vez.v1.TransferLeadershipResponse;
import io.grpc.ServerServiceDefinition;

/** The methods of {@code vez.v1.ClusterAdmin}. */
final class ClusterAdminMethods {

  private final ClusterAdmin admin;

  ClusterAdminMethods(ClusterAdmin admin) {
    this.admin = admin;
  }

  ServerServiceDefinition bind(OpenCalls calls) {
    return new MethodBindings(new ClusterAdminGrpc.ClusterAdminImplBase() {}, calls)
        .unary(ClusterAdminGrpc.getGetStatusMethod(), status())
        .unary(ClusterAdminGrpc.getRemoveNodeMethod(), removeNode())
        .unary(ClusterAdminGrpc.getTransferLeadershipMethod(), transferLeadership())
        .build();
  }

  private UnaryMethod<GetStatusRequest, ClusterStatus, GetStatusResponse> status() {
    return new UnaryMethod<>((_, _) -> admin.status(), ClusterAdminMethods::status);
  }

  private UnaryMethod<RemoveNodeRequest, Settled, RemoveNodeResponse> removeNode() {
    return new UnaryMethod<>(
        (request, _) -> admin.removeNode(request.getNodeId()),
        _ -> RemoveNodeResponse.getDefaultInstance());
  }

  private UnaryMethod<TransferLeadershipRequest, Settled, TransferLeadershipResponse>
      transferLeadership() {
    return new UnaryMethod<>(
        (request, _) -> admin.transferLeadership(request.getGroup(), request.getNodeId()),
        _ -> TransferLeadershipResponse.getDefaultInstance());
  }

  private static GetStatusResponse status(ClusterStatus status) {
    GetStatusResponse.Builder answer =
        GetStatusResponse.newBuilder().setClusterId(status.clusterId());
    for (ClusterStatus.Node node : status.nodes()) {
      answer.addNodes(
          ClusterNode.newBuilder()
              .setNodeId(node.nodeId())
              .setAddress(node.address())
              .setClientAddress(node.clientAddress())
              .setVoter(node.isVoter())
              .setReachable(node.isReachable()));
    }
    for (ClusterStatus.Group group : status.groups()) {
      answer.addGroups(
          ClusterGroup.newBuilder()
              .setNumber(group.number())
              .setLeaderNodeId(group.leaderNodeId())
              .setTerm(group.term())
              .addAllVoters(group.voters())
              .addAllLearners(group.learners())
              .setCommittedIndex(group.committedIndex())
              .addAllReplicas(
                  group.replicas().stream().map(ClusterAdminMethods::replica).toList()));
    }
    return answer.build();
  }

  private static GroupReplica replica(ClusterStatus.Replica replica) {
    return GroupReplica.newBuilder()
        .setNodeId(replica.nodeId())
        .setAppliedIndex(replica.appliedIndex())
        .setDigest(replica.digest())
        .build();
  }
}
