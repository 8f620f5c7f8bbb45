package main

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
	watchtools "k8s.io/client-go/tools/watch"
	"k8s.io/client-go/util/retry"
	"k8s.io/client-go/util/workqueue"
)

func informer(ctx context.Context, lab *lab) ([]string, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	maps := lab.client.CoreV1().ConfigMaps(namespace)
	if _, err := maps.Create(ctx, configMap("before", nil), metav1.CreateOptions{}); err != nil {
		return nil, err
	}
	factory := informers.NewSharedInformerFactoryWithOptions(lab.client, 0, informers.WithNamespace(namespace),
		informers.WithTweakListOptions(func(options *metav1.ListOptions) { options.LabelSelector = "made=here" }))
	shared := factory.Core().V1().ConfigMaps()
	seen := make(chan string, 100)
	shared.Informer().AddEventHandler(cache.ResourceEventHandlerDetailedFuncs{
		AddFunc: func(object any, initial bool) {
			seen <- fmt.Sprint("added ", object.(*corev1.ConfigMap).Name, ", initial: ", initial)
		},
		UpdateFunc: func(before, after any) {
			seen <- fmt.Sprint("updated ", after.(*corev1.ConfigMap).Name, ": ", before.(*corev1.ConfigMap).Data, " to ", after.(*corev1.ConfigMap).Data)
		},
		DeleteFunc: func(object any) { seen <- fmt.Sprint("deleted ", object.(*corev1.ConfigMap).Name) },
	})
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	after, err := maps.Create(ctx, configMap("after", map[string]string{"a": "1"}), metav1.CreateOptions{})
	if err != nil {
		return nil, err
	}
	after.Data["a"] = "2"
	if after, err = maps.Update(ctx, after, metav1.UpdateOptions{}); err != nil {
		return nil, err
	}
	// What loses its label leaves the informer.
	after.Labels = nil
	if _, err = maps.Update(ctx, after, metav1.UpdateOptions{}); err != nil {
		return nil, err
	}
	if err = maps.Delete(ctx, "before", metav1.DeleteOptions{}); err != nil {
		return nil, err
	}
	lines := []string{}
	for range 5 {
		select {
		case line := <-seen:
			lines = append(lines, line)
		case <-time.After(10 * time.Second):
			return lines, fmt.Errorf("nothing more came")
		}
	}
	left, err := shared.Lister().ConfigMaps(namespace).List(everything)
	return append(lines, fmt.Sprint("in the cache: ", len(left))), err
}

func workQueue(ctx context.Context, lab *lab) ([]string, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	maps := lab.client.CoreV1().ConfigMaps(namespace)
	queue := workqueue.NewTypedRateLimitingQueue(workqueue.DefaultTypedControllerRateLimiter[string]())
	defer queue.ShutDown()
	factory := informers.NewSharedInformerFactoryWithOptions(lab.client, 0, informers.WithNamespace(namespace))
	factory.Core().V1().ConfigMaps().Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc: func(object any) {
			if key, err := cache.MetaNamespaceKeyFunc(object); err == nil && strings.Contains(key, "/job-") {
				queue.Add(key)
			}
		},
	})
	factory.Start(ctx.Done())
	var mutex sync.Mutex
	done := map[string]bool{}
	for range 3 {
		go func() {
			for {
				key, down := queue.Get()
				if down {
					return
				}
				_, name, _ := cache.SplitMetaNamespaceKey(key)
				err := retry.RetryOnConflict(retry.DefaultRetry, func() error {
					object, err := maps.Get(ctx, name, metav1.GetOptions{})
					if err != nil {
						return err
					}
					object.Annotations = map[string]string{"done": "yes"}
					_, err = maps.Update(ctx, object, metav1.UpdateOptions{})
					return err
				})
				if err != nil {
					queue.AddRateLimited(key)
				} else {
					queue.Forget(key)
					mutex.Lock()
					done[name] = true
					mutex.Unlock()
				}
				queue.Done(key)
			}
		}()
	}
	for at := range 10 {
		if _, err := maps.Create(ctx, configMap(fmt.Sprintf("job-%d", at), nil), metav1.CreateOptions{}); err != nil {
			return nil, err
		}
	}
	err := until(ctx, func() (bool, error) {
		mutex.Lock()
		defer mutex.Unlock()
		return len(done) == 10, nil
	})
	if err != nil {
		return nil, err
	}
	list, err := maps.List(ctx, metav1.ListOptions{})
	annotated := []string{}
	for _, item := range list.Items {
		if item.Annotations["done"] == "yes" {
			annotated = append(annotated, item.Name)
		}
	}
	sort.Strings(annotated)
	return []string{strings.Join(annotated, " ")}, err
}

func watchOn(ctx context.Context, lab *lab) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	maps := lab.client.CoreV1().ConfigMaps(namespace)
	yes := true
	stream, err := maps.Watch(ctx, metav1.ListOptions{
		LabelSelector: "made=here", FieldSelector: "metadata.name=job-1", AllowWatchBookmarks: true,
		SendInitialEvents: &yes, ResourceVersionMatch: metav1.ResourceVersionMatchNotOlderThan,
	})
	if err != nil {
		return nil, err
	}
	lines := []string{}
	resume := ""
	for event := range stream.ResultChan() {
		object, err := meta.Accessor(event.Object)
		if err != nil {
			return lines, err
		}
		ends := object.GetAnnotations()[metav1.InitialEventsAnnotationKey]
		lines = append(lines, fmt.Sprint(event.Type, " ", object.GetName(), ", the initial ones end: ", ends))
		if event.Type == watch.Bookmark {
			resume = object.GetResourceVersion()
			break
		}
	}
	stream.Stop()
	// What happens while nobody watches is not lost.
	for _, value := range []string{"1", "2", "3"} {
		object, err := maps.Get(ctx, "job-1", metav1.GetOptions{})
		if err != nil {
			return lines, err
		}
		object.Data = map[string]string{"a": value}
		if _, err := maps.Update(ctx, object, metav1.UpdateOptions{}); err != nil {
			return lines, err
		}
	}
	if err := maps.Delete(ctx, "job-1", metav1.DeleteOptions{}); err != nil {
		return lines, err
	}
	retrying, err := watchtools.NewRetryWatcherWithContext(ctx, resume, &cache.ListWatch{
		WatchFuncWithContext: func(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
			options.FieldSelector = "metadata.name=job-1"
			return maps.Watch(ctx, options)
		},
	})
	if err != nil {
		return lines, err
	}
	defer retrying.Stop()
	for event := range retrying.ResultChan() {
		lines = append(lines, fmt.Sprint(event.Type, " ", event.Object.(*corev1.ConfigMap).Data))
		if event.Type == watch.Deleted {
			break
		}
	}
	return lines, ctx.Err()
}

func leaderElection(ctx context.Context, lab *lab) ([]string, error) {
	seen := make(chan string, 10)
	elect := func(ctx context.Context, name string) {
		lock := &resourcelock.LeaseLock{
			LeaseMeta: metav1.ObjectMeta{Name: "crown", Namespace: namespace}, Client: lab.client.CoordinationV1(),
			LockConfig: resourcelock.ResourceLockConfig{Identity: name},
		}
		leaderelection.RunOrDie(ctx, leaderelection.LeaderElectionConfig{
			Lock: lock, ReleaseOnCancel: true,
			LeaseDuration: 5 * time.Second, RenewDeadline: 4 * time.Second, RetryPeriod: 200 * time.Millisecond,
			Callbacks: leaderelection.LeaderCallbacks{
				OnStartedLeading: func(context.Context) { seen <- name + " leads" },
				OnStoppedLeading: func() { seen <- name + " stops" },
			},
		})
	}
	first, abdicate := context.WithCancel(ctx)
	second, stop := context.WithCancel(ctx)
	defer stop()
	defer abdicate()
	go elect(first, "first")
	lines := []string{<-seen}
	go elect(second, "second")
	time.Sleep(500 * time.Millisecond)
	abdicate()
	for range 2 {
		select {
		case line := <-seen:
			lines = append(lines, line)
		case <-time.After(20 * time.Second):
			return lines, fmt.Errorf("nobody else leads")
		}
	}
	lease, err := lab.client.CoordinationV1().Leases(namespace).Get(ctx, "crown", metav1.GetOptions{})
	if err != nil {
		return lines, err
	}
	sort.Strings(lines[1:])
	return append(lines, fmt.Sprint("held by ", *lease.Spec.HolderIdentity, ", transitions: ", *lease.Spec.LeaseTransitions)), nil
}
