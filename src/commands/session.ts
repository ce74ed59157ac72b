/** Opens what an operation is judged with: repository, policy of the trusted base and the working copy, detectors, actor. */
