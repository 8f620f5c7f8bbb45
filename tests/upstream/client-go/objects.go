package main

import (
	"context"
	"encoding/json"
	"fmt"
	"sort"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/intstr"
	appsapply "k8s.io/client-go/applyconfigurations/apps/v1"
	coreapply "k8s.io/client-go/applyconfigurations/core/v1"
	metaapply "k8s.io/client-go/applyconfigurations/meta/v1"
	networkingapply "k8s.io/client-go/applyconfigurations/networking/v1"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/tools/pager"
	"k8s.io/client-go/util/retry"

	"k8s.io/apimachinery/pkg/runtime"
)

func configMap(name string, data map[string]string) *corev1.ConfigMap {
	return &corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{"made": "here"}},
		Data:       data,
	}
}

func discover(_ context.Context, lab *lab) ([]string, error) {
	cached := memory.NewMemCacheClient(lab.client.Discovery())
	mapper := restmapper.NewShortcutExpander(restmapper.NewDeferredDiscoveryRESTMapper(cached), cached, nil)
	lines := []string{}
	for _, word := range []string{"po", "deploy", "netpol", "networkpolicies", "crd", "svc"} {
		kind, err := mapper.KindFor(schema.GroupVersionResource{Resource: word})
		if err != nil {
			return lines, err
		}
		mapping, err := mapper.RESTMapping(kind.GroupKind(), kind.Version)
		if err != nil {
			return lines, err
		}
		lines = append(lines, fmt.Sprintf("%s: %s as %s, %s", word, kind, mapping.Resource.Resource, mapping.Scope.Name()))
	}
	_, err := mapper.KindFor(schema.GroupVersionResource{Resource: "potatoes"})
	lines = append(lines, fmt.Sprint(err))
	_, lists, err := lab.client.Discovery().ServerGroupsAndResources()
	if err != nil {
		return lines, err
	}
	scalable := discovery.FilteredBy(discovery.SupportsAllVerbs{Verbs: []string{"deletecollection", "watch"}}, lists)
	sort.Slice(scalable, func(a, b int) bool { return scalable[a].GroupVersion < scalable[b].GroupVersion })
	for _, list := range scalable {
		if list.GroupVersion != "apps/v1" && list.GroupVersion != "networking.k8s.io/v1" {
			continue
		}
		names := []string{}
		for _, resource := range list.APIResources {
			names = append(names, resource.Name)
		}
		sort.Strings(names)
		lines = append(lines, list.GroupVersion+": "+strings.Join(names, " "))
	}
	return lines, nil
}

func conflict(ctx context.Context, lab *lab) ([]string, error) {
	maps := lab.client.CoreV1().ConfigMaps(namespace)
	stale, err := maps.Create(ctx, configMap("contested", map[string]string{"by": "nobody"}), metav1.CreateOptions{})
	if err != nil {
		return nil, err
	}
	changed := stale.DeepCopy()
	changed.Data["by"] = "somebody"
	if _, err := maps.Update(ctx, changed, metav1.UpdateOptions{}); err != nil {
		return nil, err
	}
	stale.Data["by"] = "me"
	_, err = maps.Update(ctx, stale, metav1.UpdateOptions{})
	lines := []string{fmt.Sprint(apierrors.IsConflict(err), ": ", err)}
	attempts := 0
	object := stale
	err = retry.RetryOnConflict(retry.DefaultRetry, func() error {
		attempts++
		object.Data["by"] = "me"
		_, err := maps.Update(ctx, object, metav1.UpdateOptions{})
		if apierrors.IsConflict(err) {
			object, _ = maps.Get(ctx, "contested", metav1.GetOptions{})
		}
		return err
	})
	lines = append(lines, fmt.Sprint("attempts: ", attempts))
	wrong := "00000000-0000-0000-0000-000000000000"
	deletion := maps.Delete(ctx, "contested", metav1.DeleteOptions{Preconditions: metav1.NewUIDPreconditions(wrong)})
	lines = append(lines, fmt.Sprint(apierrors.IsConflict(deletion)))
	_, again := maps.Create(ctx, configMap("contested", nil), metav1.CreateOptions{})
	lines = append(lines, fmt.Sprint(apierrors.IsAlreadyExists(again), ": ", again))
	_, invalid := maps.Create(ctx, configMap("Not Valid", nil), metav1.CreateOptions{})
	causes := []string{}
	if status, ok := invalid.(*apierrors.StatusError); ok && status.ErrStatus.Details != nil {
		for _, cause := range status.ErrStatus.Details.Causes {
			causes = append(causes, fmt.Sprintf("%s %s", cause.Type, cause.Field))
		}
	}
	lines = append(lines, fmt.Sprint(apierrors.IsInvalid(invalid), " ", causes))
	return lines, err
}

func serverSideApply(ctx context.Context, lab *lab) ([]string, error) {
	deployments := lab.client.AppsV1().Deployments(namespace)
	labels := map[string]string{"app": "applied"}
	wanted := appsapply.Deployment("applied", namespace).WithSpec(appsapply.DeploymentSpec().
		WithReplicas(0).
		WithSelector(metaapply.LabelSelector().WithMatchLabels(labels)).
		WithTemplate(coreapply.PodTemplateSpec().WithLabels(labels).WithSpec(coreapply.PodSpec().
			WithContainers(coreapply.Container().WithName("web").WithImage("nginx:alpine").
				WithPorts(coreapply.ContainerPort().WithContainerPort(80))))))
	applied, err := deployments.Apply(ctx, wanted, metav1.ApplyOptions{FieldManager: "one"})
	if err != nil {
		return nil, err
	}
	lines := []string{}
	extracted, err := appsapply.ExtractDeployment(applied, "one")
	if err != nil {
		return lines, err
	}
	text, _ := json.Marshal(extracted)
	lines = append(lines, string(text))
	other := appsapply.Deployment("applied", namespace).WithSpec(appsapply.DeploymentSpec().WithReplicas(1))
	_, err = deployments.Apply(ctx, other, metav1.ApplyOptions{FieldManager: "two"})
	lines = append(lines, fmt.Sprint(apierrors.IsConflict(err), ": ", err))
	if _, err = deployments.Apply(ctx, other, metav1.ApplyOptions{FieldManager: "two", Force: true}); err != nil {
		return lines, err
	}
	withoutPorts := appsapply.Deployment("applied", namespace).WithSpec(appsapply.DeploymentSpec().
		WithSelector(metaapply.LabelSelector().WithMatchLabels(labels)).
		WithTemplate(coreapply.PodTemplateSpec().WithLabels(labels).WithSpec(coreapply.PodSpec().
			WithContainers(coreapply.Container().WithName("web").WithImage("nginx:alpine")))))
	applied, err = deployments.Apply(ctx, withoutPorts, metav1.ApplyOptions{FieldManager: "one"})
	if err != nil {
		return lines, err
	}
	lines = append(lines, fmt.Sprint("replicas ", *applied.Spec.Replicas, ", ports ", len(applied.Spec.Template.Spec.Containers[0].Ports)))
	policy := networkingapply.NetworkPolicy("applied", namespace).WithSpec(networkingapply.NetworkPolicySpec().
		WithPodSelector(metaapply.LabelSelector().WithMatchLabels(labels)).
		WithIngress(networkingapply.NetworkPolicyIngressRule().
			WithPorts(networkingapply.NetworkPolicyPort().WithPort(intstr.FromString("http")))))
	kept, err := lab.client.NetworkingV1().NetworkPolicies(namespace).Apply(ctx, policy, metav1.ApplyOptions{FieldManager: "one"})
	if err != nil {
		return lines, err
	}
	text, _ = json.Marshal(kept.Spec)
	return append(lines, string(text)), deployments.Delete(ctx, "applied", metav1.DeleteOptions{})
}

func pages(ctx context.Context, lab *lab) ([]string, error) {
	maps := lab.client.CoreV1().ConfigMaps(namespace)
	for at := range 7 {
		if _, err := maps.Create(ctx, configMap(fmt.Sprintf("page-%d", at), nil), metav1.CreateOptions{}); err != nil {
			return nil, err
		}
	}
	options := metav1.ListOptions{LabelSelector: "made=here", Limit: 3}
	first, err := maps.List(ctx, options)
	if err != nil {
		return nil, err
	}
	lines := []string{fmt.Sprint("first page: ", len(first.Items), ", more: ", first.Continue != "", ", remaining known: ", first.RemainingItemCount != nil)}
	walk := pager.New(func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
		return maps.List(ctx, options)
	})
	walk.PageSize = 2
	names := []string{}
	err = walk.EachListItem(ctx, metav1.ListOptions{}, func(object runtime.Object) error {
		if name := object.(*corev1.ConfigMap).Name; strings.HasPrefix(name, "page-") {
			names = append(names, name)
		}
		return nil
	})
	lines = append(lines, strings.Join(names, " "))
	if err != nil {
		return lines, err
	}
	partial, err := metadata.NewForConfig(lab.config)
	if err != nil {
		return lines, err
	}
	resource := schema.GroupVersionResource{Version: "v1", Resource: "configmaps"}
	list, err := partial.Resource(resource).Namespace(namespace).List(ctx, metav1.ListOptions{FieldSelector: "metadata.name=page-3"})
	if err != nil {
		return lines, err
	}
	for _, item := range list.Items {
		lines = append(lines, fmt.Sprint(item.Name, " ", item.Labels))
	}
	err = maps.DeleteCollection(ctx, metav1.DeleteOptions{}, metav1.ListOptions{LabelSelector: "made=here"})
	if err != nil {
		return lines, err
	}
	left, err := maps.List(ctx, metav1.ListOptions{LabelSelector: "made=here"})
	return append(lines, fmt.Sprint("left: ", len(left.Items))), err
}
